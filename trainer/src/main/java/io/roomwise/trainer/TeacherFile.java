package io.roomwise.trainer;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.roomwise.inference.ActionClasses;
import io.roomwise.inference.model.ModelFileException;
import io.roomwise.inference.model.MultiViewSpec;
import io.roomwise.inference.model.PerceivingNetwork;
import io.roomwise.inference.model.PerceptionSpec;
import io.roomwise.inference.model.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A teacher on disk: its weights, and in their metadata what they are of. */
final class TeacherFile {
    private static final String HEADER = "teacher";

    /** @param encoders what it was given is made by these */
    private record Header(
            int format, List<String> classes, PerceptionSpec perception, MultiViewSpec network, String encoders) {}

    private TeacherFile() {}

    static void write(Path file, PerceivingNetwork teacher, ActionClasses classes, String encoders) throws IOException {
        Header header = new Header(1, classes.names(), teacher.perception(), teacher.spec(), encoders);
        new Safetensors(teacher.weights().tensors(), Map.of(HEADER, new Gson().toJson(header))).write(file);
    }

    /** @throws ModelFileException if it is of other classes, views or encoders than the student is to have */
    static PerceivingNetwork read(Path file, ActionClasses classes, MultiViewSpec student, String encoders) {
        Safetensors saved = Safetensors.read(file);
        Header header = header(file, saved.metadata());
        require(file, header.classes().equals(classes.names()), "classes", header.classes(), classes.names());
        require(file, header.encoders().equals(encoders), "encoders", header.encoders(), encoders);
        MultiViewSpec teacher = header.network();
        boolean fits = teacher.views() == student.views()
                && teacher.frames() == student.frames()
                && teacher.width() == student.width();
        require(file, fits, "network", teacher, student);
        PerceivingNetwork network = PerceivingNetwork.create(header.perception(), teacher, 0);
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
