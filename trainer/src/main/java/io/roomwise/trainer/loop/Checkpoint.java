package io.roomwise.trainer.loop;

import io.roomwise.inference.model.ModelFileException;
import io.roomwise.inference.model.Safetensors;
import io.roomwise.inference.model.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that a run needs to go on, in one file that is replaced in one move. */
final class Checkpoint {
    private static final String WEIGHTS = "weights/";

    private final Path file;

    /**
     * How far a run is.
     *
     * @param best validation figure of the weights kept so far
     * @param bestStep in which it was reached first
     */
    record State(long step, double best, long bestStep) {
        State at(long now) {
            return new State(now, best, bestStep);
        }
    }

    Checkpoint(Path folder) {
        file = folder.resolve("checkpoint.safetensors");
    }

    void save(Weights weights, Adam adam, State state, String run) throws IOException {
        Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
        weights.tensors().forEach((name, tensor) -> tensors.put(WEIGHTS + name, tensor));
        adam.save(tensors);
        Map<String, String> metadata = Map.of(
                "step",
                Long.toString(state.step()),
                "best",
                Double.toString(state.best()),
                "best_step",
                Long.toString(state.bestStep()),
                "run",
                run);
        new Safetensors(tensors, metadata).write(file);
    }

    /** Steps done when it was saved; 0 where nothing was. */
    long step() {
        return Files.exists(file)
                ? Long.parseLong(Safetensors.read(file).metadata().getOrDefault("step", "0"))
                : 0;
    }

    /**
     * Loads what was saved last, or returns null where nothing was.
     *
     * @param run describes the run; a checkpoint of a run with other settings is refused
     */
    @Nullable
    State restore(Weights weights, Adam adam, String run) {
        if (!Files.exists(file)) {
            return null;
        }
        Safetensors saved = Safetensors.read(file);
        if (!run.equals(saved.metadata().get("run"))) {
            throw new ModelFileException(
                    file, "belongs to another run: " + saved.metadata().get("run") + " instead of " + run);
        }
        Map<String, Safetensors.Tensor> own = new LinkedHashMap<>();
        saved.tensors().forEach((name, tensor) -> {
            if (name.startsWith(WEIGHTS)) {
                own.put(name.substring(WEIGHTS.length()), tensor);
            }
        });
        weights.load(file, own);
        State state = new State(
                Long.parseLong(saved.metadata().getOrDefault("step", "0")),
                Double.parseDouble(saved.metadata().getOrDefault("best", "NaN")),
                Long.parseLong(saved.metadata().getOrDefault("best_step", "0")));
        adam.load(saved.tensors(), state.step());
        return state;
    }
}
