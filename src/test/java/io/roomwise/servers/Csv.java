package io.roomwise.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A report of {@code agent run --report-csv}: {@code subject,metric,value,unit}. */
record Csv(List<String> rows) {
    static Csv read(Path file) throws IOException {
        return new Csv(Files.readAllLines(file));
    }

    double value(String subject, String metric) {
        String start = subject + "," + metric + ",";
        return rows.stream()
                .filter(row -> row.startsWith(start))
                .mapToDouble(row -> Double.parseDouble(row.substring(start.length(), row.indexOf(",", start.length()))))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + start + " in\n" + String.join("\n", rows)));
    }
}
