package io.roomwise.capture;

/** A password or token: never printed, only revealed where a protocol needs it. */
public record Secret(String reveal) {
    /** Always {@code ***}. */
    @Override
    public String toString() {
        return "***";
    }
}
