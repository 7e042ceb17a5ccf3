package cn.siyu.identity;

import java.util.Set;
import java.util.UUID;

/**
 * Who signs in.
 *
 * @param name for the audit log; for members their id, never a personal name
 * @param roles values of {@link cn.siyu.kernel.security.Role}
 */
public record Subject(Audience audience, UUID id, String name, Set<String> roles) {}
