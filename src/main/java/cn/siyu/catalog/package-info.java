/**
 * Catalogue: categories, brands, suppliers, SPUs and their SKUs, media, product role, regulatory class, return policy.
 *
 * <p><b>Owns</b> {@code catalog_*}. <b>Promises</b> that a tuple of spec values is unique inside an SPU and that details shown are
 * clean HTML. <b>Stands on</b> the kernel.
 */
@NullMarked
package cn.siyu.catalog;

import org.jspecify.annotations.NullMarked;
