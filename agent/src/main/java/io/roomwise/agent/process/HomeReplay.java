package io.roomwise.agent.process;

import io.roomwise.agent.config.AgentConfig;
import io.roomwise.agent.config.ConfigException;
import io.roomwise.inference.ActionListener;
import io.roomwise.inference.ActionRecognizer;
import io.roomwise.inference.BundleException;
import io.roomwise.inference.StudentManifest;
import io.roomwise.sync.ReplaySynchronizer;
import io.roomwise.sync.recording.Manifest;
import io.roomwise.sync.recording.Recording;
import io.roomwise.sync.recording.Recording.Played;
import io.roomwise.sync.recording.RecordingException;
import io.roomwise.sync.recording.WindowDigest;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * A recording through assemblers, detector, student and gate, on the caller's thread and by the recording's clock: what
 * it tells does not depend on when or how fast it is played.
 */
public final class HomeReplay implements AutoCloseable {
    private final Recording recording;
    private final ActionRecognizer recognizer;
    private final WindowDigest digest;
    private final ReplaySynchronizer synchronizer;

    private HomeReplay(Recording recording, AgentConfig config, ActionListener listener) {
        this.recording = recording;
        Manifest manifest = recording.manifest();
        recognizer = ActionRecognizer.open(config.inference(), listener, this::utcNanos);
        digest = new WindowDigest(recognizer);
        synchronizer = new ReplaySynchronizer(manifest.config(), manifest.layouts(), digest);
    }

    /**
     * Loads the models.
     *
     * @param config models and actions; rooms and windows are the recording's
     * @throws ConfigException if they are refused, or do not fit the recording
     */
    public static HomeReplay open(Recording recording, AgentConfig config, ActionListener listener)
            throws ConfigException {
        try {
            HomeReplay made = new HomeReplay(recording, config, listener);
            try {
                made.requireFit();
            } catch (RuntimeException e) {
                made.close();
                throw e;
            }
            return made;
        } catch (BundleException | IllegalArgumentException e) {
            throw HomeAgent.refusal(config, e);
        }
    }

    private void requireFit() {
        StudentManifest student = recognizer.student();
        HomeAgent.requireViews(recording.manifest().layouts(), student);
        double recorded = recording.manifest().config().framesPerSecond();
        double wanted = student.input().framesPerSecond();
        if (recorded != wanted) {
            throw new IllegalArgumentException("model.path: the model takes " + wanted
                    + " frames a second, the recording was made for one that takes " + recorded);
        }
    }

    private long utcNanos() {
        return synchronizer.now().utcNanos();
    }

    /**
     * Plays once.
     *
     * @param goOn asked before each entry with its monotonic time; may wait; false ends the replay
     */
    public Played play(LongPredicate goOn) throws RecordingException {
        return recording.play(synchronizer, goOn);
    }

    /** Of all windows. */
    public WindowDigest digest() {
        return digest;
    }

    public HomeStats stats() {
        return new HomeStats(List.of(), synchronizer.stats(), recognizer.stats(), Optional.empty());
    }

    @Override
    public void close() {
        recognizer.close();
    }
}
