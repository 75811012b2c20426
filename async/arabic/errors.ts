export { خطأ_إلغاء, خطأ_مهلة } from "../../errors/ar.ts";
