export { خطأ_redis } from "../../errors/ar.ts";
