/**
 * The command and the process: reads the configuration and wires the modules.
 */
@NullMarked
package io.roomwise.agent;

import org.jspecify.annotations.NullMarked;
