package io.roomwise.trainer;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.roomwise.inference.ActionClasses;
import io.roomwise.inference.model.ModelFileException;
import io.roomwise.inference.model.MultiViewSpec;
import io.roomwise.inference.model.PerceivingNetwork;
import io.roomwise.inference.model.PerceptionSpec;
import io.roomwise.inference.model.Safetensors;
import io.roomwise.trainer.dataset.ClipPerception.Encoders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A teacher on disk: its weights, and in their metadata what they are of. */
final class TeacherFile {
    private static final String HEADER = "teacher";

    /**
     * What it is.
     *
     * @param encoders what it was given is made by these
     * @param tuned whether an encoder of pictures learned with it, and is in the file
     */
    private record Header(
            int format,
            List<String> classes,
            PerceptionSpec perception,
            MultiViewSpec network,
            String encoders,
            boolean tuned) {}

    private TeacherFile() {}

    static void write(Path file, PerceivingNetwork teacher, ActionClasses classes, String encoders) throws IOException {
        Header header = new Header(
                1,
                classes.names(),
                teacher.perception(),
                teacher.spec(),
                encoders,
                teacher.encoder().isPresent());
        new Safetensors(teacher.weights().tensors(), Map.of(HEADER, new Gson().toJson(header))).write(file);
    }

    /** @throws ModelFileException if it is of other classes, views or encoders than the student is to have */
    static PerceivingNetwork read(Path file, ActionClasses classes, MultiViewSpec student, Encoders encoders) {
        Safetensors saved = Safetensors.read(file);
        Header header = header(file, saved.metadata());
        require(file, header.classes().equals(classes.names()), "classes", header.classes(), classes.names());
        require(file, header.encoders().equals(encoders.name()), "encoders", header.encoders(), encoders.name());
        MultiViewSpec teacher = header.network();
        boolean fits = teacher.views() == student.views()
                && teacher.frames() == student.frames()
                && teacher.width() == student.width();
        require(file, fits, "network", teacher, student);
        PerceivingNetwork network = header.tuned()
                ? PerceivingNetwork.create(header.perception(), teacher, encoders.pictures(), 0)
                : PerceivingNetwork.create(header.perception(), teacher, 0);
        try {
            network.weights().load(file, saved.tensors());
        } catch (ModelFileException e) {
            network.close();
            throw e;
        }
        return network;
    }

    private static Header header(Path file, Map<String, String> metadata) {
        try {
            Header header = new Gson().fromJson(metadata.getOrDefault(HEADER, ""), Header.class);
            if (header != null && header.format() == 1) {
                return header;
            }
        } catch (JsonParseException | IllegalArgumentException e) {
            throw new ModelFileException(file, "is no teacher: " + e.getMessage());
        }
        throw new ModelFileException(file, "is no teacher");
    }

    private static void require(Path file, boolean fits, String what, Object is, Object wanted) {
        if (!fits) {
            throw new ModelFileException(file, "is of other " + what + ": " + is + ", wanted " + wanted);
        }
    }
}
