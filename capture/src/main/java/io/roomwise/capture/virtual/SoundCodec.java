package io.roomwise.capture.virtual;

/** How a virtual camera sends sound. */
public enum SoundCodec {
    /** AAC-LC in RTP as of RFC 3640, mode AAC-hbr. */
    AAC,
    /** The same, three access units a packet, as FFmpeg and restreamers send it. */
    BUNDLED_AAC,
    /** G.711 mu-law in RTP as of RFC 3551; any sample rate by a dynamic payload type, 8000 Hz as payload type 0. */
    PCMU
}
