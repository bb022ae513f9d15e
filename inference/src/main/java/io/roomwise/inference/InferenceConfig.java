package io.roomwise.inference;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sections {@code model}, {@code detect} and {@code actions} of the configuration.
 *
 * @param model {@code model.path}, folder of the student's bundle
 * @param threads {@code model.threads}, cores that detector and student may use
 * @param encodeEmptyViews {@code model.encode_empty_views}; false: a view in which nobody is visible is not encoded,
 *     the student is told that nobody is there. True: the whole picture is encoded, for models trained that way
 * @param actions {@code actions.<class>}, what the user sets in place of the bundle's rules
 */
public record InferenceConfig(
        Path model, int threads, boolean encodeEmptyViews, DetectConfig detect, Map<String, GateOverride> actions) {
    public InferenceConfig {
        if (threads < 1 || threads > 64) {
            throw new IllegalArgumentException("model.threads must be 1..64, was " + threads);
        }
        actions = Collections.unmodifiableMap(new LinkedHashMap<>(actions));
    }

    /** The same with another student. */
    public InferenceConfig with(Path other) {
        return new InferenceConfig(other, threads, encodeEmptyViews, detect, actions);
    }

    /** {@code actions.<class>}: null leaves the bundle's value. */
    public record GateOverride(
            @Nullable Float start,
            @Nullable Float end,
            @Nullable Integer minSlots,
            @Nullable Integer holdSlots,
            @Nullable Integer coolDownSlots) {

        GateRule over(GateRule rule) {
            return new GateRule(
                    start != null ? start : rule.start(),
                    end != null ? end : rule.end(),
                    minSlots != null ? minSlots : rule.minSlots(),
                    holdSlots != null ? holdSlots : rule.holdSlots(),
                    coolDownSlots != null ? coolDownSlots : rule.coolDownSlots());
        }
    }

    /** The bundle's rules with the user's changes, in the order of the classes. */
    List<GateRule> rules(ActionClasses classes, List<GateRule> bundled) {
        List<GateRule> rules = new ArrayList<>(bundled);
        actions.forEach((action, override) -> {
            int index = classes.indexOf(action);
            if (index < 0) {
                throw new IllegalArgumentException("actions." + action + ": the model has no such class, it has "
                        + String.join(", ", classes.names()));
            }
            try {
                rules.set(index, override.over(rules.get(index)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("actions." + action + "." + e.getMessage(), e);
            }
        });
        return rules;
    }
}
