package io.roomwise.agent.process;

import io.roomwise.inference.BundleException;
import io.roomwise.inference.ModelBundle;
import io.roomwise.inference.StudentManifest;
import io.roomwise.mqtt.CommandException;
import io.roomwise.mqtt.ModelUpdate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/** Looks for a student newer than the one that is served, and puts it in its place. One thread at a time. */
final class ModelOffers {
    private final String installed;
    private final Optional<Path> offered;
    private final Optional<Path> place;

    /**
     * @param served folder of the student that is served
     * @param offered where another one may appear
     * @param place where it is copied to; empty: nothing can be installed
     */
    ModelOffers(Path served, Optional<Path> offered, Optional<Path> place) {
        this.installed = version(served);
        this.offered = offered.filter(folder -> place.isPresent());
        this.place = place;
    }

    /** Two models may have the same name and version: the hash tells them apart. */
    private static String version(Path folder) {
        StudentManifest manifest = ModelBundle.manifest(folder);
        return manifest.name() + " " + manifest.version() + " (" + ModelBundle.fingerprint(folder) + ")";
    }

    /** What is served and what could be. A folder without a complete bundle offers nothing. */
    ModelUpdate look() {
        Optional<Path> found = offered.filter(Files::isDirectory);
        if (found.isEmpty()) {
            return nothingNew();
        }
        try {
            String latest = version(found.get());
            return latest.equals(installed)
                    ? nothingNew()
                    : new ModelUpdate(installed, latest, summary(found.get()), true, false);
        } catch (BundleException e) {
            return nothingNew(); // it is just being written, or is something else
        }
    }

    private ModelUpdate nothingNew() {
        return new ModelUpdate(installed, installed, "", offered.isPresent(), false);
    }

    /** What was measured when it was trained. */
    private static String summary(Path folder) {
        return ModelBundle.manifest(folder).metrics().entrySet().stream()
                .filter(metric -> metric.getValue() instanceof Number)
                .map(metric -> metric.getKey() + " " + metric.getValue())
                .collect(Collectors.joining(", "));
    }

    /** The folder of the student that {@link #install} would copy. */
    Path offer() throws CommandException {
        if (look().latest().equals(installed)) {
            throw new CommandException("no other model is offered");
        }
        return offered.orElseThrow();
    }

    /**
     * Copies the offer into its place.
     *
     * @return the folder to serve from now on
     */
    Path install() throws CommandException {
        Path offer = offer();
        Path target = place.orElseThrow();
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            ModelBundle.install(offer, target);
            return target;
        } catch (BundleException e) {
            throw new CommandException("the offered model cannot be used: " + e.getMessage());
        } catch (IOException e) {
            throw new CommandException("the offered model cannot be copied: " + e);
        }
    }
}
