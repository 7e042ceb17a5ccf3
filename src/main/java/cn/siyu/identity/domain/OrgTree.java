package cn.siyu.identity.domain;

import java.util.UUID;

/** The organisation: headquarters, regions below it, stores below them. */
public final class OrgTree {

    /** The head of every installation's tree: made by the first migration. */
    public static final UUID HEADQUARTERS = UUID.fromString("00000000-0000-7000-8000-000000000001");

    private OrgTree() {}
}
