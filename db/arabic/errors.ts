export { خطأ_قاعدة_بيانات } from "../../errors/ar.ts";
