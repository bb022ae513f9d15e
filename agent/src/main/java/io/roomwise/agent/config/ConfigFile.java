package io.roomwise.agent.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * {@code agent.yaml} with what lies in {@code conf.d/*.yaml} beside it: mappings are merged in the order of the names,
 * everything else is replaced by the later file.
 */
public final class ConfigFile {
    private final Path file;
    private final Map<String, String> environment;
    private final List<Problem> problems = new ArrayList<>();

    private ConfigFile(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
    }

    /**
     * Reads and checks everything that can be checked without the model and without the network.
     *
     * @param environment for references, for {@code ROOMWISE_HOME} and {@code CREDENTIALS_DIRECTORY}
     * @throws ConfigException with all problems at once
     */
    public static AgentConfig read(Path file, Map<String, String> environment) throws ConfigException {
        return new ConfigFile(file, environment).read();
    }

    /** What holds where a file says nothing; without rooms. */
    public static AgentConfig defaults(Map<String, String> environment) {
        Path nowhere = Path.of("agent.yaml");
        Reading reading = new ConfigFile(nowhere, environment).reading();
        var empty = new YamlNode.Mapping(new Place(nowhere.toString(), 1, 1), Map.of());
        return new ConfigReader(new Section(reading, empty), environment)
                .read(Places::none)
                .orElseThrow(() -> new IllegalStateException("defaults: " + reading.problems()));
    }

    /** Every key that the program reads, with type and default, as a file with all of them leads to it. */
    static Collection<Reading.Key> keys(Path complete, Map<String, String> environment) throws ConfigException {
        ConfigFile config = new ConfigFile(complete, environment);
        Reading reading = config.reading();
        new ConfigReader(new Section(reading, config.document()), environment).read(Places::none);
        return reading.keys();
    }

    private AgentConfig read() throws ConfigException {
        YamlNode.Mapping document = document();
        Reading reading = reading();
        Optional<AgentConfig> config = new ConfigReader(new Section(reading, document), environment)
                .read(() -> new Places(file, reading.places()));
        reading.refuseUnknownKeys();
        problems.addAll(reading.problems());
        if (problems.isEmpty() && config.isPresent()) {
            return config.get().withFingerprint(fingerprint());
        }
        throw new ConfigException(problems);
    }

    private Reading reading() {
        Optional<Path> credentials =
                Optional.ofNullable(environment.get("CREDENTIALS_DIRECTORY")).map(Path::of);
        Secrets secrets = new Secrets(directory(), credentials, problems);
        return new Reading(new Substitution(environment, secrets));
    }

    private YamlNode.Mapping document() throws ConfigException {
        Optional<YamlNode.Mapping> document = YamlFile.read(file, problems);
        for (Path fragment : fragments()) {
            Optional<YamlNode.Mapping> above = YamlFile.read(fragment, problems);
            document = document.flatMap(below -> above.map(below::overlaidWith));
        }
        return document.orElseThrow(() -> new ConfigException(problems));
    }

    /** Of the texts as they stand, without what they refer to. */
    private String fingerprint() {
        CRC32 sum = new CRC32();
        List<Path> read = new ArrayList<>(List.of(file));
        read.addAll(fragments());
        for (Path path : read) {
            try {
                sum.update(Files.readAllBytes(path));
            } catch (IOException e) {
                problems.add(new Problem(path.toString(), "", "cannot be read: " + e.getMessage()));
            }
        }
        return String.format("%08x", sum.getValue());
    }

    private List<Path> fragments() {
        Path directory = directory().resolve("conf.d");
        List<Path> fragments = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.yaml")) {
                found.forEach(fragments::add);
            } catch (IOException e) {
                problems.add(new Problem(directory.toString(), "", "cannot be read: " + e.getMessage()));
            }
        }
        fragments.sort(null);
        return fragments;
    }

    private Path directory() {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? Path.of("/") : parent;
    }
}
