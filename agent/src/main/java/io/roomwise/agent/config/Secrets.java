package io.roomwise.agent.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code !secret name} stands for. Looked up in this order: a file of that name in systemd's credentials directory,
 * {@code secrets.yaml} there, {@code secrets.yaml} beside the configuration file.
 */
final class Secrets {
    private static final String FILE = "secrets.yaml";

    private final Optional<Path> credentials;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<Path> searched = new ArrayList<>();

    /** @param credentials {@code $CREDENTIALS_DIRECTORY}, if systemd set it */
    Secrets(Path configDirectory, Optional<Path> credentials, List<Problem> problems) {
        this.credentials = credentials;
        load(configDirectory.resolve(FILE), problems);
        credentials.ifPresent(directory -> load(directory.resolve(FILE), problems));
    }

    private void load(Path file, List<Problem> problems) {
        searched.add(file);
        if (!Files.exists(file)) {
            return;
        }
        YamlFile.read(file, problems).ifPresent(mapping -> mapping.entries().forEach((name, entry) -> {
            if (entry.value() instanceof YamlNode.Scalar scalar && !scalar.secret()) {
                values.put(name, scalar.text());
            } else {
                problems.add(new Problem(entry.key().toString(), name, "a secret must be one value"));
            }
        }));
    }

    /** The value of a secret; empty if it is nowhere. */
    Optional<String> find(String name) {
        return fromCredential(name).or(() -> Optional.ofNullable(values.get(name)));
    }

    private Optional<String> fromCredential(String name) {
        if (credentials.isEmpty() || !name.matches("[A-Za-z0-9_.-]+")) {
            return Optional.empty();
        }
        Path file = credentials.get().resolve(name);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Where was looked, for a message. */
    String searched() {
        String files = searched.stream()
                .map(Path::toString)
                .reduce((a, b) -> b + ", " + a)
                .orElse(FILE);
        return credentials.map(directory -> directory + ", " + files).orElse(files);
    }
}
