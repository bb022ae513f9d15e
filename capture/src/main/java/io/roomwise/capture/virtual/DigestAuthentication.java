package io.roomwise.capture.virtual;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Digest authentication with MD5 and without qop, as cameras do it (RFC 7616, 3.4.1; RFC 2069 compatible). */
final class DigestAuthentication {
    private static final String REALM = "virtual camera";
    private static final Pattern FIELD = Pattern.compile("(\\w+)=(?:\"([^\"]*)\"|([^\",\\s]*))");

    private final Credentials credentials;
    private final String nonce;

    DigestAuthentication(Credentials credentials, RandomGenerator random) {
        this.credentials = credentials;
        this.nonce = HexFormat.of().toHexDigits(random.nextLong());
    }

    /** The value of {@code WWW-Authenticate}. */
    String challenge() {
        return "Digest realm=\"" + REALM + "\", nonce=\"" + nonce + "\", algorithm=MD5";
    }

    boolean accepts(RtspRequest request) {
        var authorization = request.header("Authorization");
        if (!authorization.startsWith("Digest ")) {
            return false;
        }
        var fields = fields(authorization);
        var secret = md5(
                credentials.user() + ":" + REALM + ":" + credentials.password().reveal());
        var action = md5(request.method() + ":" + fields.getOrDefault("uri", ""));
        return credentials.user().equals(fields.get("username"))
                && nonce.equals(fields.get("nonce"))
                && md5(secret + ":" + nonce + ":" + action).equals(fields.get("response"));
    }

    private static Map<String, String> fields(String authorization) {
        var fields = new HashMap<String, String>();
        var matcher = FIELD.matcher(authorization);
        while (matcher.find()) {
            var quoted = matcher.group(2);
            fields.put(matcher.group(1), quoted != null ? quoted : matcher.group(3));
        }
        return fields;
    }

    private static String md5(String text) {
        try {
            var digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
