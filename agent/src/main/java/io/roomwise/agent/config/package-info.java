/**
 * The configuration file: YAML 1.2 to the modules' own validated records, with every problem and its place.
 *
 * <pre>
 *  agent.yaml + conf.d/*.yaml ─> YamlFile ─> YamlNode ─> Section ─> AgentConfig (records of the modules)
 *               secrets.yaml, environment ─> Substitution ──┘  └─> Problem "file:line:col path: message"
 * </pre>
 *
 * <p>Why the keys are pulled one by one instead of bound by reflection: defaults and ranges stay where they are used, in
 * the modules' {@code Config} records, and what has been asked for is at the same time the list of known keys.
 */
@NullMarked
package io.roomwise.agent.config;

import org.jspecify.annotations.NullMarked;
