package io.roomwise.capture.virtual;

import io.roomwise.capture.MediaRole;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A scene as RTP packets in real time: painted, encoded and packed once for everybody. Camera's thread only. */
final class SceneBroadcast implements AutoCloseable {
    static final int VIDEO = 0;
    static final int AUDIO = 1;
    private static final int VIDEO_PAYLOAD_TYPE = 96;
    private static final int VIDEO_CLOCK_HZ = 90_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long SLEEP_NANOS = 10 * NANOS_PER_SECOND;

    private final Scene scene;
    private final CameraFaults faults;
    private final long originUtcNanos;
    private final RandomGenerator random;
    private final double nanosPerFrame;
    private final PictureEncoder pictures;
    private final ByteBuffer canvas;
    private final @Nullable SoundEncoder sounds;
    private final ShortBuffer block;
    private final List<RtpTrack> tracks = new ArrayList<>();
    private long frame;
    private long sample;
    private long skippedFrames;

    /** @param originUtcNanos capture time of the first picture and the first sample */
    SceneBroadcast(
            Scene scene, SoundCodec soundCodec, CameraFaults faults, long originUtcNanos, RandomGenerator random) {
        this.scene = scene;
        this.faults = faults;
        this.originUtcNanos = originUtcNanos;
        this.random = random;
        nanosPerFrame = NANOS_PER_SECOND / scene.framesPerSecond();
        pictures = new PictureEncoder(scene.width(), scene.height(), scene.framesPerSecond());
        canvas = pictures.rgb();
        tracks.add(new RtpTrack(VIDEO_PAYLOAD_TYPE, VIDEO_CLOCK_HZ, originUtcNanos, random));
        if (scene.sampleRateHz() == 0) {
            sounds = null;
            block = ShortBuffer.allocate(0);
        } else {
            sounds = switch (soundCodec) {
                case AAC -> new AacEncoder(scene.sampleRateHz(), 1);
                case BUNDLED_AAC -> new AacEncoder(scene.sampleRateHz(), 3);
                case PCMU -> new MulawEncoder(scene.sampleRateHz());
            };
            block = ShortBuffer.allocate(sounds.blockSamples());
            tracks.add(new RtpTrack(sounds.payloadType(), scene.sampleRateHz(), originUtcNanos, random));
        }
    }

    int tracks() {
        return tracks.size();
    }

    long frames() {
        return frame - skippedFrames;
    }

    long skippedFrames() {
        return skippedFrames;
    }

    byte[] senderReport(int track, long utcNanos) {
        var error = faults.clockSkewNanos() + faults.reportErrorNanos(random);
        return tracks.get(track).senderReport(shown(utcNanos), error);
    }

    /** By the oscillator of the camera. */
    private long shown(long utcNanos) {
        return utcNanos + faults.driftNanos(utcNanos - originUtcNanos);
    }

    /** New SSRC, sequence numbers and time stamps. */
    void renew(long nowUtcNanos, Duration wrapAfter) {
        for (var track : tracks) {
            var wrap = Math.round(wrapAfter.toNanos() * (double) track.clockRateHz() / NANOS_PER_SECOND);
            track.renew(random, track.ticksAt(shown(nowUtcNanos)), wrap);
        }
    }

    /** When the next picture or block of sound is complete. */
    long dueUtcNanos() {
        return sounds == null ? frameTime(frame) : Math.min(frameTime(frame), blockEnd(sounds));
    }

    /** Sends everything that is complete by now. */
    void advance(long nowUtcNanos, Audience audience) {
        if (sounds != null) {
            skipSoundOfASleep(sounds, nowUtcNanos);
            while (blockEnd(sounds) <= nowUtcNanos) {
                sendSound(sounds, audience);
            }
        }
        if (frameTime(frame) > nowUtcNanos) {
            return;
        }
        // A camera that is behind shows the latest picture, as real ones do.
        var latest = (long) Math.floor((nowUtcNanos - originUtcNanos) / nanosPerFrame);
        if (latest > frame + 1) {
            skippedFrames += latest - frame;
            frame = latest;
        }
        sendPicture(audience);
    }

    /** A machine that was suspended does not hear hours at once. */
    private void skipSoundOfASleep(SoundEncoder encoder, long nowUtcNanos) {
        var blocks = (nowUtcNanos - blockEnd(encoder)) / (sampleTime(encoder.blockSamples()) - originUtcNanos);
        if (nowUtcNanos - blockEnd(encoder) > SLEEP_NANOS) {
            sample += blocks * encoder.blockSamples();
        }
    }

    private long frameTime(long number) {
        return originUtcNanos + Math.round(number * nanosPerFrame);
    }

    private long blockEnd(SoundEncoder encoder) {
        return sampleTime(sample + encoder.blockSamples());
    }

    private long sampleTime(long number) {
        return originUtcNanos + number * NANOS_PER_SECOND / scene.sampleRateHz();
    }

    private void sendPicture(Audience audience) {
        var time = frameTime(frame++);
        faults.takeSize().ifPresent(size -> pictures.resize(size.width(), size.height()));
        scene.paint(time, canvas.clear());
        var units = pictures.encode(audience.waitsForKeyFrame());
        var isKeyFrame = H264.isKeyFrame(units);
        var track = tracks.get(VIDEO);
        var payloads = new ArrayList<byte[]>();
        if (isKeyFrame) {
            payloads.addAll(pictures.parameterSets());
        }
        units.forEach(unit -> payloads.addAll(H264.payloads(unit, RtpTrack.MAX_PAYLOAD_BYTES)));
        var packets = new ArrayList<byte[]>();
        for (var i = 0; i < payloads.size(); i++) {
            var payload = shortenedBySomeChance(damagedBySomeChance(payloads.get(i)));
            packets.add(track.packet(track.ticksAt(shown(time)), i == payloads.size() - 1, payload));
        }
        if (!faults.isSilent(MediaRole.VIDEO)) {
            audience.sendPicture(packets, isKeyFrame);
        }
    }

    /** Keeps the first bytes: the receiver must take the packet for what it was and fail at its contents. */
    private byte[] damagedBySomeChance(byte[] payload) {
        if (payload.length > 16 && random.nextDouble() < faults.corruptShare()) {
            var damaged = payload.clone();
            for (var i = 8; i < damaged.length; i++) {
                damaged[i] = (byte) random.nextInt();
            }
            return damaged;
        }
        return payload;
    }

    private byte[] shortenedBySomeChance(byte[] payload) {
        return payload.length > 16 && random.nextDouble() < faults.truncatedShare()
                ? Arrays.copyOf(payload, payload.length / 2)
                : payload;
    }

    private void sendSound(SoundEncoder encoder, Audience audience) {
        scene.listen(sampleTime(sample), block.clear());
        var track = tracks.get(AUDIO);
        encoder.encode(sample, block.clear(), (firstSample, payload) -> {
            var ahead = faults.driftNanos(sampleTime(firstSample) - originUtcNanos) * scene.sampleRateHz();
            var packet = track.packet(firstSample + ahead / NANOS_PER_SECOND, true, payload);
            if (!faults.isSilent(MediaRole.AUDIO)) {
                audience.sendSound(packet);
            }
        });
        sample += encoder.blockSamples();
    }

    /** The session description (RFC 4566, RFC 6184 section 8.2, RFC 3640 section 4.1). */
    String description() {
        var base64 = Base64.getEncoder();
        var sps = pictures.parameterSets().get(0);
        var sets = String.join(
                ",",
                pictures.parameterSets().stream().map(base64::encodeToString).toList());
        var video =
                "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=virtual camera\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\na=control:*\r\n"
                        + "m=video 0 RTP/AVP " + VIDEO_PAYLOAD_TYPE + "\r\n"
                        + "a=rtpmap:" + VIDEO_PAYLOAD_TYPE + " H264/" + VIDEO_CLOCK_HZ + "\r\n"
                        + String.format(Locale.ROOT, "a=framerate:%.3f\r\n", scene.framesPerSecond())
                        + String.format(
                                "a=fmtp:%d packetization-mode=1;profile-level-id=%02X%02X%02X;sprop-parameter-sets=%s\r\n",
                                VIDEO_PAYLOAD_TYPE, sps[1], sps[2], sps[3], sets)
                        + "a=control:track" + VIDEO + "\r\n";
        return faults.described(video + soundDescription());
    }

    private String soundDescription() {
        return sounds == null
                ? ""
                : "m=audio 0 RTP/AVP " + sounds.payloadType() + "\r\n" + sounds.sdpAttributes() + "a=control:track"
                        + AUDIO + "\r\n";
    }

    @Override
    public void close() {
        pictures.close();
        if (sounds != null) {
            sounds.close();
        }
    }
}
