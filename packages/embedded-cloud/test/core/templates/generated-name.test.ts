import { generatedName } from '../../../src/core/templates/generated-name';

describe('generatedName', () => {
  it('joins the stack and the logical id', () => {
    expect(generatedName('video-dev', 'Queue4A7E')).toBe('video-dev-Queue4A7E');
  });

  it('keeps the beginning of the stack and the hash of the logical id within the limit', () => {
    const name = generatedName('video-dev-warehouse-and-more', 'AWS679f53fac002430cb0da5b7982bd22872D164C4C', 64);
    expect(name).toHaveLength(64);
    expect(name.startsWith('video-dev-warehouse-and-')).toBe(true);
    expect(name.endsWith('22872D164C4C')).toBe(true);
  });

  it('keeps the logical id whole where only the stack is too long', () => {
    expect(generatedName('a-stack-with-a-name-of-more-than-24-characters', 'Queue4A7E', 40)).toBe(
      'a-stack-with-a-name-of-m-Queue4A7E',
    );
  });
});
