export { خطأ_تقسيم_ملف, خطأ_ملف } from "../../errors/ar.ts";
