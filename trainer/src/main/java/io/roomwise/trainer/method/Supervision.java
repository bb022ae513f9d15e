package io.roomwise.trainer.method;

/** Which labels a network is given. */
public enum Supervision {
    /** V_F: what happens in each slot, and in the window. */
    FRAMES,
    /** V_S: only what happens anywhere in the window. */
    SEQUENCES
}
