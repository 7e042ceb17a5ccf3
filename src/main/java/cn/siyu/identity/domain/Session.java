package cn.siyu.identity.domain;

import cn.siyu.identity.Subject;
import java.util.UUID;

/** One sign-in and everything that grew out of it: the family of its refresh tokens lives and dies with it. */
public record Session(UUID id, Subject subject, boolean ended) {}
