package io.roomwise.capture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.roomwise.capture.virtual.VirtualCamera;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a camera answered and sent to one client over TCP, to be played again.
 *
 * @param answers by method and, for SETUP, track: {@code DESCRIBE}, {@code SETUP0}
 * @param frames interleaved RTP and RTCP with their four bytes in front (RFC 2326, 10.12)
 */
record RecordedConversation(Map<String, String> answers, List<byte[]> frames) {
    private static final Pattern LENGTH = Pattern.compile("(?i)Content-Length: *(\\d+)");

    /** Watches until so many frames have come. */
    static RecordedConversation of(VirtualCamera camera, int tracks, int frames) throws IOException {
        var uri = URI.create(camera.url().reveal());
        var answers = new HashMap<String, String>();
        var media = new ArrayList<byte[]>();
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            answers.put("OPTIONS", ask(socket, "OPTIONS " + uri, ""));
            answers.put("DESCRIBE", ask(socket, "DESCRIBE " + uri, ""));
            for (var track = 0; track < tracks; track++) {
                var transport = "Transport: RTP/AVP/TCP;unicast;interleaved=" + 2 * track + "-" + (2 * track + 1);
                answers.put("SETUP" + track, ask(socket, "SETUP " + uri + "/track" + track, transport + "\r\n"));
            }
            answers.put("PLAY", ask(socket, "PLAY " + uri, ""));
            while (media.size() < frames) {
                media.add(frame(new DataInputStream(socket.getInputStream())));
            }
        }
        answers.put("TEARDOWN", "RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n");
        return new RecordedConversation(Map.copyOf(answers), List.copyOf(media));
    }

    private static String ask(Socket socket, String request, String headers) throws IOException {
        socket.getOutputStream().write((request + " RTSP/1.0\r\nCSeq: 1\r\n" + headers + "\r\n").getBytes(ISO_8859_1));
        var answer = new StringBuilder();
        var input = socket.getInputStream();
        while (answer.indexOf("\r\n\r\n") < 0) {
            answer.append((char) input.read());
        }
        var length = LENGTH.matcher(answer);
        return length.find()
                ? answer + new String(input.readNBytes(Integer.parseInt(length.group(1))), ISO_8859_1)
                : answer.toString();
    }

    private static byte[] frame(DataInputStream input) throws IOException {
        var head = input.readInt();
        var frame = new byte[4 + (head & 0xffff)];
        for (var i = 0; i < 4; i++) {
            frame[i] = (byte) (head >>> (24 - 8 * i));
        }
        input.readFully(frame, 4, frame.length - 4);
        return frame;
    }
}
