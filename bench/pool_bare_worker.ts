import { serveBare } from "./pool_work.ts";

serveBare();
