// What is measured on a page in the browser: nothing wider than the window, text that can be read, characters that can be drawn.

/** Runs in the page; answers every fault in words. */
export function faults() {
    const LEAST_CONTRAST = 4.5;
    const LEAST_PIXELS = 14;
    const found = [];
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) {
        found.push(`the page is ${document.documentElement.scrollWidth} px wide in a window of ${width}`);
    }

    const channels = (color) => (color.match(/[\d.]+/g) ?? ['0', '0', '0', '0']).map(Number);
    const luminance = ([r, g, b]) => {
        const [x, y, z] = [r, g, b].map((value) => {
            const share = value / 255;
            return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const contrast = (one, other) => {
        const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
        return (light + 0.05) / (dark + 0.05);
    };
    const ground = (element) => {
        for (let place = element; place !== null; place = place.parentElement) {
            const color = channels(getComputedStyle(place).backgroundColor);
            if (color.length < 4 || color[3] > 0) {
                return color;
            }
        }
        return [255, 255, 255];
    };

    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let seen = 0;
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
        const element = node.parentElement;
        const range = document.createRange();
        range.selectNodeContents(node);
        const box = range.getBoundingClientRect();
        if (node.data.trim() === '' || box.width === 0 || ['SCRIPT', 'STYLE', 'NOSCRIPT'].includes(element.tagName)) {
            continue;
        }
        seen++;
        const words = node.data.trim().slice(0, 20);
        const style = getComputedStyle(element);
        if (box.right > width + 0.5 || box.left < -0.5) {
            found.push(`"${words}" reaches from ${box.left} to ${box.right} in a window of ${width}`);
        }
        if (Number.parseFloat(style.fontSize) < LEAST_PIXELS) {
            found.push(`"${words}" is ${style.fontSize} high`);
        }
        const ratio = contrast(channels(style.color), ground(element));
        if (ratio < LEAST_CONTRAST) {
            found.push(`"${words}" has a contrast of ${ratio.toFixed(2)}`);
        }
    }
    if (seen === 0) {
        found.push('there is no text');
    }
    for (const image of document.images) {
        if (!image.complete || image.naturalWidth === 0) {
            found.push(`the picture ${image.src} did not come`);
        }
        if (!image.hasAttribute('alt')) {
            found.push(`the picture ${image.src} has no words`);
        }
    }

    // Without a font for them all characters are the same empty box.
    const drawn = (character) => {
        const canvas = document.createElement('canvas');
        canvas.width = canvas.height = 32;
        const pen = canvas.getContext('2d');
        pen.font = `24px ${getComputedStyle(document.documentElement).fontFamily}`;
        pen.fillText(character, 2, 26);
        return canvas.toDataURL();
    };
    if (drawn('拼') === drawn('团') || drawn('广') === drawn('告')) {
        found.push('there is no font for Chinese');
    }
    return found;
}
