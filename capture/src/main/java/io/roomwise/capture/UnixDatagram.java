package io.roomwise.capture;

import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_flush;
import static org.bytedeco.ffmpeg.global.avformat.avio_open2;
import static org.bytedeco.ffmpeg.global.avformat.avio_write;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/**
 * Sends datagrams to a unix socket, as service managers want to be notified ({@code sd_notify(3)}). From any thread.
 *
 * <p>Why here: Java has unix sockets for streams only; FFmpeg's {@code unix:} protocol has both, costs 0.1 ms and sends
 * from this very process, so that nobody else needs to be trusted.
 */
public final class UnixDatagram {
    private final String socket;

    /** @param socket path of the socket; abstract names ({@code @...}) are not reached */
    public UnixDatagram(String socket) {
        this.socket = socket;
    }

    /** Sends one datagram; the receiver may be gone the next time. */
    public void send(String message) throws IOException {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        try (AVIOContext io = new AVIOContext(null);
                AVDictionary options = new AVDictionary(null)) {
            av_dict_set(options, "type", "datagram", 0);
            int opened = avio_open2(io, "unix:" + socket, AVIO_FLAG_WRITE, (AVIOInterruptCB) null, options);
            av_dict_free(options);
            check(opened);
            avio_write(io, bytes, bytes.length);
            avio_flush(io);
            int written = io.error();
            avio_closep(io);
            check(written);
        }
    }

    private void check(int code) throws IOException {
        if (code < 0) {
            throw new IOException("cannot send to unix socket " + socket + ": error " + code);
        }
    }
}
