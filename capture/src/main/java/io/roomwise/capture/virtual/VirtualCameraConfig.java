package io.roomwise.capture.virtual;

import java.util.Optional;

/**
 * Where and how a virtual camera serves.
 *
 * @param host address to bind; loopback unless the cameras are meant for others
 * @param port 0 picks a free one
 * @param path of the stream in the URL, without the leading slash
 * @param credentials asked for by digest authentication; empty: everybody may watch
 */
public record VirtualCameraConfig(
        String host,
        int port,
        String path,
        Optional<Credentials> credentials,
        SoundCodec soundCodec,
        SenderReports senderReports) {
    public VirtualCameraConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("virtual camera " + path + ": port must be 0..65535, was " + port);
        }
        if (!path.matches("[a-zA-Z0-9_./-]+")) {
            throw new IllegalArgumentException("virtual camera: path must be of letters, digits, _ . / -, was " + path);
        }
    }

    /** On loopback, any free port, AAC, no authentication, a sender report each second. */
    public static VirtualCameraConfig of(String path) {
        return new VirtualCameraConfig(
                "127.0.0.1", 0, path, Optional.empty(), SoundCodec.AAC, SenderReports.defaults());
    }

    public VirtualCameraConfig withPort(int newPort) {
        return new VirtualCameraConfig(host, newPort, path, credentials, soundCodec, senderReports);
    }

    public VirtualCameraConfig withCredentials(Credentials newCredentials) {
        return new VirtualCameraConfig(host, port, path, Optional.of(newCredentials), soundCodec, senderReports);
    }

    public VirtualCameraConfig withSoundCodec(SoundCodec newSoundCodec) {
        return new VirtualCameraConfig(host, port, path, credentials, newSoundCodec, senderReports);
    }

    public VirtualCameraConfig withSenderReports(SenderReports newSenderReports) {
        return new VirtualCameraConfig(host, port, path, credentials, soundCodec, newSenderReports);
    }
}
