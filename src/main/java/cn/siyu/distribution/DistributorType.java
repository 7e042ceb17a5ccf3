package cn.siyu.distribution;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What sort of distributor somebody is; how he is paid and taxed depends on it (C2). */
@Schema(name = "DistributorType")
public enum DistributorType {
    /** On his own. */
    INDIVIDUAL,
    /** Leads a team. */
    TEAM_CAPTAIN,
    /** Is in a team. */
    TEAM_MEMBER,
    /** Works for the shop: what he earns goes with his wages. */
    EMPLOYEE,
    /** Also stands for a community. */
    KOC
}
