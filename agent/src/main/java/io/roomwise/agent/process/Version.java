package io.roomwise.agent.process;

import java.util.Optional;

/** Which program this is. */
public final class Version {
    private Version() {}

    /** From the jar's manifest; "development" where the classes were not packaged. */
    public static String current() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
