package io.roomwise.agent.probe;

/**
 * One thing that people may change.
 *
 * @param advice what to do, in whole sentences
 * @param reason what was seen, and what follows from it
 */
public record Advice(Rule rule, Weight weight, String advice, String reason) {
    /** How much it matters. */
    public enum Weight {
        /** It does not work, or works badly. */
        PROBLEM,
        /** It works, and would work better. */
        HINT
    }

    /** Where it comes from; its name is part of the JSON document. */
    public enum Rule {
        LOGIN,
        PATH,
        BUSY,
        TRANSPORT,
        PORT,
        ADDRESS,
        DEVICE,
        CODEC,
        BROKEN,
        NO_SENDER_REPORTS,
        RESTREAMED,
        CLOCK_OFF,
        CLOCK_DRIFT,
        UNSTEADY_REPORTS,
        KEY_FRAMES,
        LARGE_PICTURE,
        HIGH_FRAME_RATE,
        LOW_FRAME_RATE,
        LOSS,
        DAMAGE,
        JITTER,
        NO_PICTURES,
        NO_SOUND,
        SILENCE,
        NARROW_SOUND
    }
}
