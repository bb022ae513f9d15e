package io.roomwise.agent.probe;

import io.roomwise.agent.probe.Advice.Rule;
import io.roomwise.agent.probe.Advice.Weight;
import io.roomwise.capture.ProbeReport;
import java.util.List;

/** A report in one word. */
public enum Verdict {
    /** It works; hints there may be. */
    GOOD,
    /** It works, with a problem. */
    POOR,
    /** It could not be opened, broke, or shows nothing. */
    UNUSABLE;

    public static Verdict of(ProbeReport report, List<Advice> advice) {
        if (report.failure().isPresent() || advice.stream().anyMatch(each -> each.rule() == Rule.NO_PICTURES)) {
            return UNUSABLE;
        }
        return advice.stream().anyMatch(each -> each.weight() == Weight.PROBLEM) ? POOR : GOOD;
    }
}
