package io.roomwise.trainer.loop;

/** A run ended before its time because it was asked to; what it has learned is kept. */
public final class TrainingStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param job what was being done */
    public TrainingStoppedException(String job, long done, long total) {
        super("stopped: " + job + " " + done + " of " + total + ", the same command goes on from there");
    }
}
