package io.roomwise.agent.process;

import io.roomwise.agent.config.ConfigException;
import io.roomwise.inference.BundleException;
import io.roomwise.inference.model.ModelFileException;
import io.roomwise.sync.recording.RecordingException;
import io.roomwise.trainer.dataset.DatasetException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Continue, restart or exit: the one place that decides.
 *
 * <pre>
 *  bad frame, bad window      counted where it happens, the next one follows
 *  camera or broker lost      its module tries again with growing pauses, for ever
 *  camera that was probed     told why it cannot be used, exit 69
 *  recording that is damaged  replayed up to there, told, exit 65
 *  configuration, model       all problems at once, exit 78; systemd does not restart
 *  Error on any thread        exit 70; systemd restarts
 *  exception out of a thread  logged; ours catch theirs at their loops, so it was a library's. If the pipeline
 *                             depended on it, windows stop, the watchdog is not pinged and systemd restarts
 * </pre>
 */
public final class FailurePolicy implements Thread.UncaughtExceptionHandler {
    public static final int OK = 0;
    /** As picocli has it. */
    public static final int USAGE = 2;
    /** {@code EX_DATAERR} of sysexits(3). */
    public static final int DATA = 65;
    /** {@code EX_UNAVAILABLE} of sysexits(3). */
    public static final int UNAVAILABLE = 69;
    /** {@code EX_SOFTWARE} of sysexits(3). */
    public static final int ERROR = 70;
    /** {@code EX_CONFIG} of sysexits(3). */
    public static final int CONFIG = 78;

    /** Not a code that the process ends with: it begins anew. */
    public static final int RESTART = -1;

    private static final Logger LOG = LoggerFactory.getLogger(FailurePolicy.class);

    private final Consumer<Integer> exit;

    /** @param exit asked to end the process with a code; returns at once */
    public FailurePolicy(Consumer<Integer> exit) {
        this.exit = exit;
    }

    /** The exit code of a command that threw. */
    public static int exitCode(Throwable thrown) {
        boolean given = thrown instanceof ConfigException
                || thrown instanceof BundleException
                || thrown instanceof ModelFileException
                || thrown instanceof DatasetException
                || thrown instanceof RecordingException;
        return given ? CONFIG : ERROR;
    }

    /** Takes what a module cannot live with. */
    public void onFatal(Throwable thrown) {
        LOG.error("thread {} failed, the process ends", Thread.currentThread().getName(), thrown);
        exit.accept(exitCode(thrown));
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        if (thrown instanceof Error) {
            onFatal(thrown);
        } else {
            LOG.error("thread {} failed", thread.getName(), thrown);
        }
    }
}
