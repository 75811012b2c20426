import type { Locale } from "../errors/locale.ts";

/** A text in every language of the command. */
export type Text = Readonly<Record<Locale, string>>;

type TextName =
  | "program"
  | "summary"
  | "usage"
  | "commands"
  | "arguments"
  | "options"
  | "examples"
  | "command"
  | "anyOptions"
  | "moreHelp"
  | "seeHelp"
  | "didYouMean"
  | "force"
  | "noRows"
  | "interrupted"
  | "stack";

/** What the command says outside of error messages, which are in `errors/catalogue/cli.ts`. */
export const texts: Readonly<Record<TextName, Text>> = {
  program: { en: "maktaba", ar: "مكتبة" },
  summary: {
    en: "Files, databases and OpenAPI documents from the command line",
    ar: "الملفات وقواعد البيانات ومواصفات OpenAPI من سطر الأوامر",
  },
  usage: { en: "Usage:", ar: "الاستعمال:" },
  commands: { en: "Commands:", ar: "الأوامر:" },
  arguments: { en: "Arguments:", ar: "المعاملات:" },
  options: { en: "Options:", ar: "الخيارات:" },
  examples: { en: "Examples:", ar: "أمثلة:" },
  command: { en: "command", ar: "أمر" },
  anyOptions: { en: "[options]", ar: "[خيارات]" },
  moreHelp: {
    en: 'Run "maktaba <command> --help" for what a command takes',
    ar: "لمعرفة ما يأخذه أمر، نفّذ: مكتبة <أمر> --مساعدة",
  },
  seeHelp: { en: "For help, run:", ar: "للمساعدة، نفّذ:" },
  didYouMean: { en: "Did you mean {name}?", ar: "هل تقصد {name}؟" },
  force: { en: "To replace it, add --force", ar: "لاستبداله، أضف --استبدال" },
  noRows: { en: "No rows", ar: "لا صفوف" },
  interrupted: { en: "Interrupted", ar: "أُوقف العمل" },
  stack: { en: "Where it happened:", ar: "موضع الخطأ:" },
};
