/**
 * Catalogue: categories, brands, suppliers, SPUs and their SKUs, media, product role, regulatory class, return policy.
 *
 * <p><b>Owns</b> {@code catalog_*}. <b>Promises</b> that a tuple of spec values is unique inside an SPU and that details shown are
 * clean HTML. <b>Stands on</b> the kernel. <b>Shows</b> {@code Skus} to those who sell, {@code Products} to those who show,
 * {@code CatalogImport} to an import. <b>Hears</b> and <b>tells</b> nothing.
 */
@NullMarked
package cn.siyu.catalog;

import org.jspecify.annotations.NullMarked;
