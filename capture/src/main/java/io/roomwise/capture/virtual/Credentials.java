package io.roomwise.capture.virtual;

import io.roomwise.capture.Secret;

/** Who may watch a virtual camera. */
public record Credentials(String user, Secret password) {}
