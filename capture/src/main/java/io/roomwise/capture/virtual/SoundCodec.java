package io.roomwise.capture.virtual;

/** How a virtual camera sends sound. */
public enum SoundCodec {
    /** AAC-LC in RTP as of RFC 3640, mode AAC-hbr. */
    AAC,
    /** G.711 mu-law in RTP as of RFC 3551; any sample rate by a dynamic payload type, 8000 Hz as payload type 0. */
    PCMU
}
