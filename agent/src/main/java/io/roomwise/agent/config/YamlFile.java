package io.roomwise.agent.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Parses one YAML 1.2 file whose document is a mapping. Messages never quote the file: it may hold secrets. */
final class YamlFile {
    private static final Tag SECRET = new Tag("!secret");

    /** Deeper than any key of ours; stops anchors that contain themselves. */
    private static final int DEEPEST = 32;

    private final String name;
    private final List<Problem> problems;

    private YamlFile(String name, List<Problem> problems) {
        this.name = name;
        this.problems = problems;
    }

    /** The file's mapping; empty, with the reason added to the problems, if it has none. */
    static Optional<YamlNode.Mapping> read(Path file, List<Problem> problems) {
        return new YamlFile(file.toString(), problems).read(file);
    }

    private Optional<YamlNode.Mapping> read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (NoSuchFileException e) {
            problems.add(new Problem(name, "", "no such file"));
        } catch (CharacterCodingException e) {
            problems.add(new Problem(name, "", "is not UTF-8 text"));
        } catch (IOException e) {
            problems.add(new Problem(name, "", "cannot be read: " + e.getMessage()));
        }
        return Optional.empty();
    }

    private Optional<YamlNode.Mapping> parse(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setSchema(new CoreSchema())
                .setUseMarks(true)
                .build();
        try {
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                return Optional.of(new YamlNode.Mapping(new Place(name, 1, 1), Map.of()));
            }
            if (convert(root.get(), 0) instanceof YamlNode.Mapping mapping) {
                return Optional.of(mapping);
            }
            problems.add(new Problem(name, "", "must be a mapping of keys to values"));
        } catch (MarkedYamlEngineException e) {
            Place place = place(e.getProblemMark().or(e::getContextMark));
            problems.add(new Problem(place.toString(), "", "is not YAML: " + e.getProblem()));
        } catch (YamlEngineException e) {
            problems.add(new Problem(name, "", "is not YAML: " + e.getMessage()));
        }
        return Optional.empty();
    }

    private YamlNode convert(Node node, int depth) {
        Place place = place(node.getStartMark());
        if (depth > DEEPEST) {
            problems.add(new Problem(place.toString(), "", "is nested too deeply"));
            return new YamlNode.Nothing(place);
        }
        if (node instanceof MappingNode mapping) {
            return mapping(mapping, place, depth);
        }
        if (node instanceof SequenceNode sequence) {
            List<YamlNode> nodes = new ArrayList<>();
            sequence.getValue().forEach(item -> nodes.add(convert(item, depth + 1)));
            return new YamlNode.Items(place, nodes);
        }
        ScalarNode scalar = (ScalarNode) node;
        boolean secret = scalar.getTag().equals(SECRET);
        return scalar.getTag().equals(Tag.NULL)
                ? new YamlNode.Nothing(place)
                : new YamlNode.Scalar(place, scalar.getValue(), secret);
    }

    private YamlNode.Mapping mapping(MappingNode mapping, Place place, int depth) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Place key = place(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode text)) {
                problems.add(new Problem(key.toString(), "", "a key must be a word"));
                continue;
            }
            var entry = new YamlNode.Entry(key, convert(tuple.getValueNode(), depth + 1));
            var first = entries.putIfAbsent(text.getValue(), entry);
            if (first != null) {
                String message =
                        "stands here twice, first in line " + first.key().line();
                problems.add(new Problem(key.toString(), text.getValue(), message));
            }
        }
        return new YamlNode.Mapping(place, entries);
    }

    private Place place(Optional<Mark> mark) {
        return mark.map(m -> new Place(name, m.getLine() + 1, m.getColumn() + 1))
                .orElse(new Place(name, 1, 1));
    }
}
