package cn.siyu.koc;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** As what a KOC has his part of a pool (D7); an employed seller's part always goes with his wages. */
@Schema(name = "KocPayout")
public enum KocPayout {
    /** Money: labour income, which he withdraws. */
    LABOUR,
    /** A coupon of the shop for each order, in the place of money: what it costs is borne as its template says. */
    COUPON
}
