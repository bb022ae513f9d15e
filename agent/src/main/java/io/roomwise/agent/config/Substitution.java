package io.roomwise.agent.config;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns what stands in the file into what is meant: <code>${VAR}</code>, <code>${VAR:default}</code>,
 * <code>{ROOMWISE_VAR}</code> and {@code !secret name}. Remembers what it put in, so that no message shows it.
 */
final class Substitution {
    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::([^}]*))?}|\\{(ROOMWISE_[A-Z0-9_]+)}");

    /** User name and password of a URL. */
    private static final Pattern USER_INFO = Pattern.compile("://[^/\\s]*@");

    private final Map<String, String> environment;
    private final Secrets secrets;
    private final Set<String> inserted = new LinkedHashSet<>();

    Substitution(Map<String, String> environment, Secrets secrets) {
        this.environment = environment;
        this.secrets = secrets;
    }

    /** @throws IllegalArgumentException naming the variable or secret that does not exist */
    String resolve(YamlNode.Scalar scalar) {
        return scalar.secret() ? secret(scalar.text()) : references(scalar.text());
    }

    /** The same text with everything hidden that came from the environment, a secret, or stands before a host. */
    String redact(String message) {
        String redacted = USER_INFO.matcher(message).replaceAll("://***@");
        for (String value : inserted) {
            redacted = redacted.replace(value, "***");
        }
        return redacted;
    }

    private String secret(String name) {
        String value = secrets.find(name)
                .orElseThrow(() ->
                        new IllegalArgumentException("there is no secret '" + name + "' in " + secrets.searched()));
        return remember(value);
    }

    private String references(String text) {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1) != null ? matcher.group(1) : matcher.group(3);
            matcher.appendReplacement(result, Matcher.quoteReplacement(variable(name, matcher)));
        }
        return matcher.appendTail(result).toString();
    }

    private String variable(String name, Matcher matcher) {
        String value = environment.get(name);
        if (value != null) {
            return remember(value);
        }
        if (matcher.group(2) != null) {
            return matcher.group(2);
        }
        throw new IllegalArgumentException("environment variable " + name + " is not set");
    }

    private String remember(String value) {
        if (!value.isBlank()) {
            inserted.add(value);
        }
        return value;
    }
}
