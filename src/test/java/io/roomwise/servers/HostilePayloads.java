package io.roomwise.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Random;

/** What somebody may send who wishes us ill, or whose program is broken: never anything that is to be obeyed. */
final class HostilePayloads {
    private static final List<String> WORDS = List.of(
            "on",
            "true",
            "1e9",
            "-0.5",
            "NaN",
            "Infinity",
            "0x1p-1",
            "0.5f",
            "null",
            "\0",
            "ON\0",
            "ÖN",
            "online\n",
            "[]",
            "\"restart\"",
            "{\"options\":{\"logger\":{\"default\":\"fatal\"}}, \"transaction\":{}}",
            "{\"transaction\":[[[]]], \"options\":{\"logger\":{\"default\":\"debug\"}}}",
            "{\"options\":{\"logger\":\"debug\"}, \"transaction\":true",
            "{\"transaction\": [1]}",
            "{\"__proto__\":{},\"transaction\":{\"a\":1}}");

    private HostilePayloads() {}

    static byte[] any(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> bytes(random, 1 + random.nextInt(64));
            case 1 -> bytes(random, 4097 + random.nextInt(20_000));
            case 2 -> "[".repeat(1 + random.nextInt(4000)).getBytes(UTF_8);
            case 3 -> ("{\"options\":".repeat(1 + random.nextInt(300)) + "1").getBytes(UTF_8);
            case 4 -> ("{\"transaction\":\"" + "x".repeat(129 + random.nextInt(2000)) + "\"}").getBytes(UTF_8);
            default -> WORDS.get(random.nextInt(WORDS.size())).getBytes(UTF_8);
        };
    }

    /** Not valid as text: begins with a byte that UTF-8 does not know. */
    private static byte[] bytes(Random random, int size) {
        var bytes = new byte[size];
        random.nextBytes(bytes);
        bytes[0] = (byte) 0xff;
        return bytes;
    }
}
