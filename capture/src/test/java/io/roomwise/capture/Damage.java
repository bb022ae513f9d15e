package io.roomwise.capture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One way in which a conversation goes wrong; the same number gives the same damage. */
final class Damage {
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern PARAMETERS = Pattern.compile("(?:sprop-parameter-sets|config)=([^;\\s]+)");
    private static final String DIGITS = "0123456789abcdefABCDEFxyzXYZ+/,";
    private static final List<String> WILD_NUMBERS = List.of(
            "0",
            "-1",
            "1",
            "3",
            "255",
            "65535",
            "65536",
            "2147483647",
            "2147483648",
            "4294967295",
            "4294967296",
            "-9223372036854775808",
            "99999999999999999999999999",
            "1e308",
            "nan",
            "");
    private static final List<String> STATUS = List.of(
            "100 Trying", "301 Moved", "302 Found", "400 Bad", "454 No Session", "500 Oops", "999", "200", "-1");
    private static final List<String> INTERRUPTIONS = List.of(
            "RTSP/1.0 200 OK\r\nCSeq: 77\r\n\r\n",
            "RTSP/1.0 454 Session Not Found\r\n\r\n",
            "ANNOUNCE rtsp://x/y RTSP/1.0\r\nCSeq: 1\r\nContent-Length: 4000000000\r\n\r\nv=0",
            "OPTIONS * RTSP/1.0\r\nCSeq: 0\r\n\r\n",
            "TEARDOWN rtsp://x RTSP/1.0\r\n\r\n",
            "$$$$$$$$",
            "\0\0\0\0",
            "\r\n\r\n");
    private static final int RTP_AT = 4;

    private final Random random;

    Damage(long number) {
        random = new Random(number);
    }

    /** A conversation with some damage, in answers, in frames or in both. */
    RecordedConversation of(RecordedConversation whole) {
        var answers = new TreeMap<>(whole.answers());
        var frames = new ArrayList<byte[]>();
        whole.frames().forEach(frame -> frames.add(frame.clone()));
        var where = random.nextInt(4);
        if (where == 0 || where == 3) {
            damageAnswers(answers);
        }
        if (where != 0) {
            for (var times = 1 + random.nextInt(5); times > 0 && !frames.isEmpty(); times--) {
                damageFrames(frames);
            }
        }
        return new RecordedConversation(Map.copyOf(answers), frames);
    }

    private void damageAnswers(Map<String, String> answers) {
        var methods = List.copyOf(answers.keySet());
        for (var times = 1 + random.nextInt(3); times > 0; times--) {
            // what is in the session description reaches furthest
            var method = random.nextBoolean() ? "DESCRIBE" : methods.get(random.nextInt(methods.size()));
            answers.computeIfPresent(method, (key, answer) -> damagedAnswer(answer));
        }
    }

    private String damagedAnswer(String answer) {
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> withWildNumber(answer);
            case 3 -> new String(withFlippedBits(answer.getBytes(ISO_8859_1)), ISO_8859_1);
            case 4 -> answer.substring(0, random.nextInt(answer.length() + 1));
            case 5 -> insert(answer, random.nextInt(3) == 0 ? "\0" : new String(garbage(40), ISO_8859_1));
            case 6 -> answer.replaceFirst("\r\n", "\r\nX-Long: " + "a".repeat(1 << random.nextInt(17)) + "\r\n");
            case 7 ->
                answer.replaceFirst("\r\n", Matcher.quoteReplacement("\r\nX: y".repeat(random.nextInt(2000)) + "\r\n"));
            case 8 -> withOtherLines(answer);
            case 9, 10 -> withOtherParameters(answer);
            default -> answer.replaceFirst("200 OK", STATUS.get(random.nextInt(STATUS.size())));
        };
    }

    private String withWildNumber(String answer) {
        var numbers = NUMBER.matcher(answer).results().toList();
        if (numbers.isEmpty()) {
            return answer;
        }
        var number = numbers.get(random.nextInt(numbers.size()));
        return answer.substring(0, number.start())
                + WILD_NUMBERS.get(random.nextInt(WILD_NUMBERS.size()))
                + answer.substring(number.end());
    }

    /** Parameter sets of the pictures in base 64, the configuration of the sound in hexadecimal (RFC 6184, 8.1; RFC 3640, 4.1). */
    private String withOtherParameters(String answer) {
        var changed = new StringBuilder(answer);
        PARAMETERS.matcher(answer).results().forEach(match -> {
            for (var times = random.nextInt(4); times > 0; times--) {
                var at = match.start(1) + random.nextInt(match.end(1) - match.start(1));
                changed.setCharAt(at, DIGITS.charAt(random.nextInt(DIGITS.length())));
            }
        });
        return changed.toString();
    }

    private String insert(String answer, String what) {
        var at = random.nextInt(answer.length() + 1);
        return answer.substring(0, at) + what + answer.substring(at);
    }

    private String withOtherLines(String answer) {
        var lines = new ArrayList<>(List.of(answer.split("(?<=\r\n)")));
        var line = random.nextInt(lines.size());
        switch (random.nextInt(3)) {
            case 0 -> lines.remove(line);
            case 1 -> lines.addAll(line, Collections.nCopies(1 + random.nextInt(30), lines.get(line)));
            default -> Collections.swap(lines, line, random.nextInt(lines.size()));
        }
        return String.join("", lines);
    }

    private void damageFrames(List<byte[]> frames) {
        // the first ones are parameter sets, without which nothing can be decoded
        var at = random.nextInt(random.nextInt(4) == 0 ? Math.min(3, frames.size()) : frames.size());
        var frame = frames.get(at);
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> frames.set(at, withFlippedBits(frame));
            case 3 -> frames.subList(at, frames.size()).clear();
            case 4 -> frames.add(at, garbage(600));
            case 5 -> frames.add(random.nextInt(frames.size()), frame);
            case 6 -> Collections.swap(frames, at, random.nextInt(frames.size()));
            case 7 -> frames.remove(at);
            case 8 -> putLength(frame, random.nextInt(1 << 16));
            case 9 -> frames.set(at, cut(frame));
            case 10 -> damageRtpHeader(frame);
            case 11 -> damagePayloadHead(frame);
            case 12 -> frames.add(at, wildSenderReport());
            default ->
                frames.add(
                        at,
                        INTERRUPTIONS.get(random.nextInt(INTERRUPTIONS.size())).getBytes(ISO_8859_1));
        }
    }

    private byte[] withFlippedBits(byte[] bytes) {
        var damaged = bytes.clone();
        for (var times = 1 + random.nextInt(16); times > 0 && damaged.length > 0; times--) {
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return damaged;
    }

    private byte[] garbage(int most) {
        var bytes = new byte[1 + random.nextInt(most)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void putLength(byte[] frame, int length) {
        if (frame.length >= RTP_AT) {
            ByteBuffer.wrap(frame).putShort(2, (short) length);
        }
    }

    /** A shorter packet that says so itself: NAL units, sound units and reports end too early. */
    private byte[] cut(byte[] frame) {
        var shorter = Arrays.copyOf(frame, random.nextInt(frame.length + 1));
        putLength(shorter, shorter.length - RTP_AT);
        return shorter;
    }

    /** RFC 3550, 5.1: version, padding, extension, sources; type; sequence; time; sender. */
    private void damageRtpHeader(byte[] frame) {
        if (frame.length < RTP_AT + 12) {
            return;
        }
        var rtp = ByteBuffer.wrap(frame);
        switch (random.nextInt(6)) {
            case 0 -> frame[RTP_AT] = (byte) random.nextInt();
            case 1 -> frame[RTP_AT + 1] = (byte) random.nextInt();
            case 2 -> rtp.putShort(RTP_AT + 2, (short) random.nextInt());
            case 3 -> rtp.putInt(RTP_AT + 4, random.nextInt());
            case 4 -> rtp.putInt(RTP_AT + 8, random.nextInt());
            default -> {
                frame[RTP_AT] |= 0x10;
                if (frame.length >= RTP_AT + 16) {
                    rtp.putShort(RTP_AT + 14, (short) (random.nextBoolean() ? -1 : random.nextInt()));
                }
            }
        }
    }

    /** Kinds and parts of NAL units (RFC 6184, 5.2), lengths of sound units (RFC 3640, 3.2). */
    private void damagePayloadHead(byte[] frame) {
        for (var i = RTP_AT + 12; i < Math.min(frame.length, RTP_AT + 12 + 4); i++) {
            frame[i] = random.nextBoolean() ? frame[i] : (byte) random.nextInt();
        }
    }

    private byte[] wildSenderReport() {
        var body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {(byte) (0x80 | random.nextInt(32)), (byte) 200, 0, (byte) random.nextInt(10)});
        var rest = new byte[random.nextInt(40)];
        random.nextBytes(rest);
        body.writeBytes(rest);
        var frame = ByteBuffer.allocate(RTP_AT + body.size())
                .put((byte) '$')
                .put((byte) (2 * random.nextInt(2) + 1))
                .putShort((short) body.size());
        return frame.put(body.toByteArray()).array();
    }
}
