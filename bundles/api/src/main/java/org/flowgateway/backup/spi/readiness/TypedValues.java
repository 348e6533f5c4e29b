package org.flowgateway.backup.spi.readiness;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Check of a configuration's values against its annotation type. The platform silently turns a misspelt {@code true} into {@code false}, and
 * names no key if a number is malformed.
 */
final class TypedValues {

    /** Encoding of keys in an annotation's method names, as specified by Declarative Services. */
    private static final Pattern MANGLED = Pattern.compile("\\$_\\$|\\$\\$|\\$|__|_");

    private TypedValues() {}

    /**
     * Checks all values.
     *
     * @throws SettingException if a text is not of the type that its method returns
     */
    static void check(String pid, Class<?> type, Map<String, ?> properties) {
        for (Method method : type.getDeclaredMethods()) {
            String key = key(method.getName());
            if (properties.get(key) instanceof String text) {
                check(pid, key, text.strip(), method.getReturnType());
            }
        }
    }

    private static void check(String pid, String key, String text, Class<?> type) {
        if (type == boolean.class && !text.equals("true") && !text.equals("false")) {
            throw new SettingException(pid, key, SettingMessage.NOT_A_FLAG.with(key, text));
        }
        if (type == int.class && !isInteger(text)) {
            throw new SettingException(pid, key, SettingMessage.NOT_A_NUMBER.with(key, text));
        }
    }

    private static boolean isInteger(String text) {
        try {
            Integer.parseInt(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    static String key(String method) {
        return MANGLED.matcher(method)
                .replaceAll(found -> Matcher.quoteReplacement(
                        switch (found.group()) {
                            case "$_$" -> "-";
                            case "$$" -> "$";
                            case "__" -> "_";
                            case "_" -> ".";
                            default -> "";
                        }));
    }
}
