package io.roomwise.capture.virtual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** H.264 byte streams (Rec. ITU-T H.264, Annex B) and their RTP payload format (RFC 6184). */
final class H264 {
    private static final int FU_A = 28;
    private static final int IDR_SLICE = 5;

    private H264() {}

    static boolean isKeyFrame(List<byte[]> nalUnits) {
        return nalUnits.stream().anyMatch(unit -> (unit[0] & 31) == IDR_SLICE);
    }

    /** The NAL units between the start codes of a byte stream. */
    static List<byte[]> nalUnits(byte[] stream) {
        var units = new ArrayList<byte[]>();
        var start = -1;
        for (var i = 0; i + 2 < stream.length; i++) {
            if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1) {
                if (start >= 0) {
                    units.add(unit(stream, start, i));
                }
                start = i + 3;
                i += 2;
            }
        }
        if (start >= 0) {
            units.add(unit(stream, start, stream.length));
        }
        return units;
    }

    /** Without the zero bytes that belong to the next start code (4 bytes long) or trail. */
    private static byte[] unit(byte[] stream, int start, int end) {
        var last = end;
        while (last > start && stream[last - 1] == 0) {
            last--;
        }
        return Arrays.copyOfRange(stream, start, last);
    }

    /** RTP payloads of one NAL unit: itself if it fits (section 5.6), else FU-A fragments (section 5.8). */
    static List<byte[]> payloads(byte[] unit, int maxBytes) {
        if (unit.length <= maxBytes) {
            return List.of(unit);
        }
        var payloads = new ArrayList<byte[]>();
        for (var from = 1; from < unit.length; ) {
            var to = Math.min(unit.length, from + maxBytes - 2);
            var payload = new byte[to - from + 2];
            payload[0] = (byte) ((unit[0] & 0xe0) | FU_A);
            payload[1] = (byte) ((from == 1 ? 0x80 : 0) | (to == unit.length ? 0x40 : 0) | (unit[0] & 31));
            System.arraycopy(unit, from, payload, 2, to - from);
            payloads.add(payload);
            from = to;
        }
        return payloads;
    }
}
