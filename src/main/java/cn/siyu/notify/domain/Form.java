package cn.siyu.notify.domain;

import java.util.regex.Pattern;

/** The forms of values in WeChat's templates, by the beginning of a field's name; a value is cut, never refused. */
enum Form {
    THING(20, Pattern.compile("\\p{Cntrl}+")),
    CHARACTER_STRING(32, Pattern.compile("[^\\x21-\\x7e]+")),
    PHRASE(5, Pattern.compile("\\P{IsHan}+")),
    NUMBER(32, Pattern.compile("[^0-9.-]+")),
    /** Amounts and times are written by us and fit as they are. */
    OTHER(64, Pattern.compile("\\p{Cntrl}+"));

    private static final String NOTHING = "-";

    private final int longest;
    private final Pattern unwanted;

    Form(int longest, Pattern unwanted) {
        this.longest = longest;
        this.unwanted = unwanted;
    }

    static Form of(String field) {
        if (field.startsWith("thing")) {
            return THING;
        }
        if (field.startsWith("character_string")) {
            return CHARACTER_STRING;
        }
        if (field.startsWith("phrase")) {
            return PHRASE;
        }
        return field.startsWith("number") ? NUMBER : OTHER;
    }

    /** WeChat takes no empty value, so nothing is a dash; what was cut ends in an ellipsis where there is room for words. */
    String fit(String value) {
        var clean = unwanted.matcher(value).replaceAll("").strip();
        if (clean.isEmpty()) {
            return this == PHRASE ? "无" : this == NUMBER ? "0" : NOTHING;
        }
        if (clean.codePointCount(0, clean.length()) <= longest) {
            return clean;
        }
        return this == THING ? first(clean, longest - 1) + "…" : first(clean, longest);
    }

    private static String first(String text, int count) {
        return text.substring(0, text.offsetByCodePoints(0, count));
    }
}
