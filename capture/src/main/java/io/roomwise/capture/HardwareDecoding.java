package io.roomwise.capture;

/** Who decodes pictures. */
public enum HardwareDecoding {
    /** The processor: 2 % of a core for a camera's sub-stream. */
    NONE,
    /** Graphics or video processor where FFmpeg finds one; else the processor, which is then said. */
    AUTO
}
