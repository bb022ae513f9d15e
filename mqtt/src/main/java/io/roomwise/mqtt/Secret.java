package io.roomwise.mqtt;

/** A password; never printed by accident. */
public record Secret(String value) {
    @Override
    public String toString() {
        return "***";
    }
}
