/**
 * Distribution: distributors, their tiers and teams, and whose customer somebody is.
 *
 * <p><b>Owns</b> {@code distribution_*}. <b>Promises</b> that at any instant a customer is bound to one distributor at most, by
 * constraint (C12, P8), that a team is management only (C3), and that what the law forbids cannot be configured (L8, L9).
 * <b>Stands on</b> {@code member}, {@code sharing}, {@code identity}, {@code ledger}. <b>Answers</b> trade through
 * {@code Distributors}, statements through {@code Settlements}, whoever reckons or ranks through {@code Compliance} and
 * {@code Leaderboards}. <b>Hears</b> {@code ClickBound}. <b>Tells</b> {@code CustomerBound}, {@code DistributorActivated},
 * {@code DistributorTierChanged}.
 */
@NullMarked
package cn.siyu.distribution;

import org.jspecify.annotations.NullMarked;
